"""THE FLOWS: one file per thing that a person can do, decided without any I/O."""
