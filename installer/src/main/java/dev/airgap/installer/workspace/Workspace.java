package dev.airgap.installer.workspace;

/** A workspace that is healthy and that the control plane sees as available. */
public record Workspace(String name, String namespace, String host, String id, boolean changed) {}
