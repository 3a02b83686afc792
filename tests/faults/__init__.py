"""What happens when things break: real servers, killed in the middle. Run by `python3 run.py faults`; prints figures."""
