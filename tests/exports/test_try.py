import pytest, csv, io
from tests.record import said, claimed, speaker, quote, place
from tracker.exports import *
from tracker.filters import FilterError
@pytest.mark.django_db
def test_it():
    s = said("FR/deployment.air@syria#charles-de-gaulle", 'he said, "from 12 to 38"\nÉté', by=speaker("josh-earnest", of="US"), status="ongoing", amount="38 aircraft")
    said("DE/training", "=1+1", role="lead")
    for q in ({}, {"shape":"long"}, {"flavour":"spreadsheet","fields":"code,quote,figures","country":"DE"}, {"type":"group"}, {"ordering":"-low","fields":"code,low"}, {"ordering":"due","fields":"code,low"}):
        w = Written()
        data = b"".join(write_csv(read_export("contributions", q), w))
        print(data); print(w, w.sha256)
        print(list(csv.DictReader(io.StringIO(data.decode()), strict=True))[:1])
    for n in ("statements","tallies","countries","places"):
        print(b"".join(write_csv(read_export(n, {})))[:300])
    with pytest.raises(FilterError) as e: read_export("contributions", {"fields":"code,coed", "ordering":"-cod", "shape":"lang","x":"1"})
    print(e.value)
    with pytest.raises(FilterError) as e: read_export("countries", {"shape":"long"})
    print(e.value)
