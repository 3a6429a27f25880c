"""Pages of the places: the agents' portal and the coordinator's lists."""
