"""What a briefing says, whatever file it becomes: scope, themes, findings, sources, notes."""
