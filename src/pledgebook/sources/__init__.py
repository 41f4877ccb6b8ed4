"""Bytes in, raw rows out; the only stage that may touch the network, and only to fetch."""
