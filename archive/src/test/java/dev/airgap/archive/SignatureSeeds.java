package dev.airgap.archive;

import dev.airgap.archive.ForgedSignature.Profile;
import dev.airgap.pki.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Signatures of every kind that libraries make, over one text, by signers whose certificates are
 * left where {@link FuzzedBundle} finds them: a signature of nobody who is trusted gets nowhere.
 */
record SignatureSeeds(byte[] text, Path certificates) {
  List<byte[]> all() throws Exception {
    List<byte[]> seeds = new ArrayList<>();
    ForgedSignature good = trusted(Profile.GOOD);
    seeds.add(good.plain(text));
    seeds.add(good.indefinite(text));
    seeds.add(good.embedded(text));
    seeds.add(good.otherContentType(text));
    seeds.add(good.contradictingContentType(text));
    seeds.add(good.otherAlgorithmNamed(text));
    seeds.add(good.withRevocationList(text));
    seeds.add(good.withoutSigner(text));
    seeds.add(good.twice(text));
    seeds.add(good.withoutAttributes(text));
    seeds.add(good.withoutTime(text));
    seeds.add(good.withAttributeMore(text));
    seeds.add(good.withUnreadableTime(text));
    seeds.add(good.withUnsignedAttribute(text));
    seeds.add(good.algorithm("SHA1withECDSA").plain(text));
    seeds.add(good.plain(Fixture.bytes("# another manifest\n")));
    for (Profile profile : profiles()) {
      seeds.add(trusted(profile).plain(text));
    }
    return seeds;
  }

  private static List<Profile> profiles() {
    Profile good = Profile.GOOD;
    return List.of(
        good.key("RSA", 3072),
        good.key("RSA", 2048),
        good.key("EC", 384),
        good.key("EC", 521),
        new Profile("EC", 256, true, true, good.from()),
        new Profile("EC", 256, false, false, good.from()),
        new Profile("EC", 256, false, true, Fixture.NOW.plusSeconds(5)),
        new Profile("EC", 256, false, true, Fixture.CREATED.minus(Duration.ofDays(40))));
  }

  private ForgedSignature trusted(Profile profile) throws Exception {
    ForgedSignature signer = ForgedSignature.of(profile);
    write(Certificates.fingerprint(signer.certificate).replace(":", ""), signer);
    return signer;
  }

  private void write(String name, ForgedSignature signer) throws IOException {
    Files.writeString(certificates.resolve(name + ".pem"), Certificates.toPem(signer.certificate));
  }
}
