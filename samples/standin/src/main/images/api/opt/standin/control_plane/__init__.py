"""Stand-in for the ZenML Pro control plane's API: login, organizations, workspaces and their enrollment."""
