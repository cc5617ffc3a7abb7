"""EDTF dates, right and wrong, for the tests of both readers: Python's and the database's."""

from itertools import product

from hypothesis import strategies as st

YEARS = ["0001", "2015", "2016", "9999"]
DATES = [
    *YEARS,
    *["201X", "20XX", "2XXX", "9XXX", "0XXX", "000X", "0000", "XXXX", "2X15"],
    *[f"{year}-{month}" for year in YEARS for month in ["01", "02", "12", "21", "24", "XX"]],
    *["2015-00", "2015-13", "2015-20", "2015-25", "2015-1X", "201X-11", "0000-24"],
    *[f"{year}-12-31" for year in YEARS],
    *["0001-01-01", "0001-01-04", "0000-12-31", "0000-11-01", "9999-12-28", "2015-02-28"],
    *["2016-02-29", "2015-02-29", "1900-02-29", "2000-02-29", "2015-04-31", "2015-11-00"],
    *["2015-11-32", "2015-11-XX", "2015-XX-XX", "2015-XX-23", "2015-24-01", "2015-11-2X"],
]
QUALIFIERS = ["", "?", "~", "%"]
ENDS = ["", "..", "2015", "2015-11-23", "2015-11-24~", "2014-21", "2015-02-29", "201X", "0001~"]
BEYOND = [
    *["Y17000", "-0044", "1950S2", "2015-11-23T10:00:00Z", "[2015,2016]", "{2015,2016}"],
    *["2015..2016", "../2015/..", "?2015", "2015-?11", "2015~-11", "2015-11-23?~", "2015-29"],
    *[" 2015", "2015 ", "2015 / 2016", "2015-11-23\n", "20151123", "2015-1", "23.11.2015"],
    *["2015-21^x", "201x", "November", "..", "~", "X", "٢٠١٥", "2015-11-23-01", "2015/2016/2017"],
]
GRID = [
    *map("".join, product(DATES, QUALIFIERS)),
    *map("/".join, product(ENDS, repeat=2)),
    *BEYOND,
    "",
]

_days = st.dates().map(str)
_months = _days.map(lambda day: day[:7])
_years = _days.map(lambda day: day[:4])
_seasons = st.builds("{}-{}".format, _years, st.integers(21, 24))
_plain = st.one_of(_days, _months, _years, _seasons)
_unspecified = st.one_of(
    _years.map("{}-XX".format),
    _years.map("{}-XX-XX".format),
    _months.map("{}-XX".format),
    st.builds(lambda year, known: year[:known].ljust(4, "X"), _years, st.integers(1, 3)),
)
_qualifiers = st.sampled_from(QUALIFIERS)
single_dates = st.builds("{}{}".format, _plain | _unspecified, _qualifiers)
ends = st.builds("{}{}".format, _plain, _qualifiers) | st.sampled_from(["", ".."])
intervals = st.builds("{}/{}".format, ends, ends)
noise = st.text("0123456789X-/.?~%xTYS,[] \n", max_size=14)
texts = st.one_of(single_dates, intervals, noise)
