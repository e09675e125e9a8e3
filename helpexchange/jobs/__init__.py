"""What happens without anybody clicking: one process leads and runs the jobs, others stand by."""
