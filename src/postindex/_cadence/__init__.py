"""Days of posts → periods, streaks, gaps, rhythms and trends: one room for each question, numbers only."""
