"""Qt models that show the frozen rows they were handed; they ask nobody."""
