"""The page: one file a tab, `cards` for what a tab shows, `theme` for how it looks."""
