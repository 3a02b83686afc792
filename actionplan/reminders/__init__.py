"""Reminders that arrive: what is asked of whom, in which letter, once.

`asks` judges what each party is to be asked for on a day, `people` who is to be asked, `digest` writes one letter to each
person, and `sending` does it, once however often it is run. `choosing` is how somebody says which letters they want.
"""
