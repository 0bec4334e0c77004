"""THE PROGRAM: settings, wiring, the receive, turn and dispatch loops, command line, clock and ids."""
