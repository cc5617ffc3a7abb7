"""EDTF dates, right and wrong, for the tests of the two readers: Python's and the database's."""

from itertools import product

from hypothesis import strategies as st

YEARS = ["0001", "2015", "2016", "9999"]
DATES = [
    *YEARS,
    *["201X", "20XX", "2XXX", "9XXX", "0XXX", "000X", "0000", "XXXX", "2X15"],
    *[f"{year}-{month}" for year in YEARS for month in ["01", "02", "12", "21", "24", "XX"]],
    *["2015-00", "2015-13", "2015-20", "2015-25", "2015-1X", "201X-11", "0000-24"],
    *[f"{year}-12-31" for year in YEARS],
    *["0001-01-01", "0001-01-04", "0000-12-31", "9999-12-28", "2015-02-28", "2016-02-29"],
    *["2015-02-29", "2015-04-31", "2015-11-00", "2015-11-32", "1900-02-29", "2000-02-29"],
    *["2015-11-XX", "2015-XX-XX", "2015-XX-23", "2015-24-01", "2015-11-2X", "2015-11-23"],
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

dates = st.dates().map(str)
months = st.dates().map(lambda day: str(day)[:7])
years = st.integers(0, 9999).map("{:04}".format)
seasons = st.builds("{}-{}".format, years, st.integers(21, 24))
unspecified = st.one_of(
    st.sampled_from(["{:03}X", "{:02}XX", "{:01}XXX"]).flatmap(
        lambda form: st.integers(0, 10 ** (6 - len(form.rstrip("X"))) - 1 if False else 9).map(
            form.format
        )
    ),
    years.map("{}-XX".format),
    years.map("{}-XX-XX".format),
    months.map("{}-XX".format),
)
