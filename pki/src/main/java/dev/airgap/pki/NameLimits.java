package dev.airgap.pki;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/** What a CA may issue for: its name constraints (RFC 5280, section 4.2.1.10). */
public final class NameLimits {
  private NameLimits() {}

  /** Whether the CA may issue for this DNS name, as far as its own constraints go. */
  public static boolean permit(X509Certificate authority, String host) {
    byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
    if (extension == null) {
      return true;
    }
    try {
      GeneralName name = new GeneralName(GeneralName.dNSName, host);
      PKIXNameConstraintValidator validator = validator(extension);
      validator.checkPermitted(name);
      validator.checkExcluded(name);
      return true;
    } catch (NameConstraintValidatorException | RuntimeException e) {
      return false; // constraints that cannot be read permit nothing
    }
  }

  private static PKIXNameConstraintValidator validator(byte[] extension) {
    NameConstraints constraints =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    if (constraints.getPermittedSubtrees() != null) {
      validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
    }
    if (constraints.getExcludedSubtrees() != null) {
      for (GeneralSubtree excluded : constraints.getExcludedSubtrees()) {
        validator.addExcludedSubtree(excluded);
      }
    }
    return validator;
  }
}
