"""`muster plan`: the planners as a tool on files. Needs no database and no web.

`app` mounts one file a problem (`zones`, later others); what they share: `tables` reads files and says which row is
wrong, `runs` shows progress and keeps the best so far on Ctrl-C, `reports` prints, `pictures` draws.
"""
