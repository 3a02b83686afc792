"""A plan as it is written today, in Word or Excel, becomes rows that we understand, or questions that can be answered.

Pure code: it knows no database. `reading.read` is the way in; `model` says what comes out.
"""
