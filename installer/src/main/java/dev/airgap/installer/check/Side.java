package dev.airgap.installer.check;

/** Where something has to be put right; it decides the exit code of a red plan. */
public enum Side {
  SITE,
  BUNDLE,
  REGISTRY,
  CLUSTER,
  /** Somebody else's part, such as DNS: an install goes on when it is done. */
  PERSON
}
