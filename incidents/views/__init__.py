"""Pages of the room: the public's, the coordinator's, the agents'."""
