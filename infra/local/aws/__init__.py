"""AWS services that no emulator does right, small and on disk; they know nothing of Headwater."""
