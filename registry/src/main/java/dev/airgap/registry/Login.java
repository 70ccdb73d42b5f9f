package dev.airgap.registry;

import dev.airgap.secrets.Secret;

/** A user name with a password or token. */
public record Login(String username, Secret password) {}
