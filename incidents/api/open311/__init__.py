"""Open311 GeoReport v2 under /open311/: services, requests, tokens and discovery, in XML and JSON.

The specification: https://wiki.open311.org/GeoReport_v2/
"""
