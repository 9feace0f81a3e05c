"""Cases to learn from: published ones retold in our own words, and constructed ones that teach one trap each."""
