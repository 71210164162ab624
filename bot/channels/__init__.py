"""The doors customers come in by, and the gate that decides who speaks."""
