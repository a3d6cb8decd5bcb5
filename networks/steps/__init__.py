"""What a routine consists of, as plain values: no tables, no people, no requests.

The library, a network's own routine and a run all hold the same content; it is read from YAML, compared, merged and
reckoned here.
"""
