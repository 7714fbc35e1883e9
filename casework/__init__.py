"""casework: petitions of voters and letters of citizens, counted as named sets of records as of a day.

This file and the one of each folder hold the law of the folder and nothing else: no object lives in a
package root. Arrows point down: web, cli > services > statistics, reports > store, files > domain.
"""
