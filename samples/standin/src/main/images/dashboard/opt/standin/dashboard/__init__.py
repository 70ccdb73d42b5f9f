"""Stand-in for the ZenML Pro dashboard: one page."""
