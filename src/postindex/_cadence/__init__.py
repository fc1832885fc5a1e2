"""Days of posts → periods, gaps, rhythms and trends: one room for each question, numbers only."""
