"""Benchmarks: `./run bench [NAME …]`. Each prints `name: value` lines and fails when its bar is missed."""
