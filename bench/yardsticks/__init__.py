"""Yardsticks: the smallest things that could be called an answer, served as the gateway is served."""
