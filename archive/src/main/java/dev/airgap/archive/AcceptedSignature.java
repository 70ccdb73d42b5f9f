package dev.airgap.archive;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A signature that a trusted signer made in an acceptable way.
 *
 * @param signingTime as signed: a claim, used for nothing but to be compared with the manifest
 * @param expired whether the certificate is past its end, which was accepted by flag
 */
record AcceptedSignature(X509Certificate signer, Instant signingTime, boolean expired) {}
