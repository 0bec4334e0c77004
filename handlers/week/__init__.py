"""What a week brought to the units of somebody's posts: shared by the clock, the administrators' page and the list of tasks."""
