"""One thin function a tap, a command or a typed answer; the registry shows them all."""
