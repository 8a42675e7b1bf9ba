"""What is timed: one small program a maker, each started anew for every run. They load nothing but what they need."""
