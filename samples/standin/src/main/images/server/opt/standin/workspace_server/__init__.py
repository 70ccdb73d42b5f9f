"""Stand-in for the ZenML server that a workspace runs: migration, health, control plane, heartbeats."""
