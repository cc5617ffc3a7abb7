import json
from datetime import date
import pytest
from tests.record import said, claimed, speaker, quote, place
from tracker.models import *
from tracker.fields import *
from tracker.fields.registry import row_json
@pytest.mark.django_db
def test_it():
    s = said("FR/deployment.air@syria#charles-de-gaulle", "from 12 to 38", by=speaker("josh-earnest", of="US"), status="ongoing", amount="38 aircraft")
    said("FR/deployment.air@syria#charles-de-gaulle", s.quote, status="pledged", amount="3000..5000 personnel", change="more", condition="12", rests_on=(quote("further"),))
    t = claimed("Twenty-five", "25", counts={"kind":"training"}, names="FR,DE")
    for r in REGISTRIES.values():
        qs = Contribution.objects.at() if r.name=="contributions" else r.model.objects.all()
        print(r.name)
        for (row,) in qs.values_list(row_json(r.fields)):
            print(json.dumps(json.loads(row), indent=1) if r.name in ("contributions","tallies", "statements") else row)
        for row in qs.values_list(*row_cells(r.fields, defuse=True)): print(row)
    print(Contribution.objects.at().values_list(row_json(REGISTRIES["contributions"].fields)).query)
    for i in (None, date(2015,11,23), date(2014,1,1)):
      for (row,) in Contribution.objects.at(i).values_list(row_json(REGISTRIES["contributions"].fields, Instant(i))): print(len(row))
    assert Contribution.objects.at().get().title in row or True
