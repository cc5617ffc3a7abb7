import json, time
from datetime import date
import pytest
from tests.record import said, claimed, speaker, quote, place
from tracker.models import *
from tracker.filters import *
from tracker.filters import StatementFilterSet
@pytest.mark.django_db
def test_it(django_assert_num_queries):
    s = said("FR/deployment.air@syria#charles-de-gaulle", "from 12 to 38", by=speaker("josh-earnest", of="US"), status="ongoing", amount="38 aircraft")
    said("DE/training", role="lead")
    for q in ({"country": "FR"}, {"country!":"FR"}, {"kind":"deployment","stake":"self,unknown", "voice":"indirect"},
       {"metric":"aircraft","low_min":"30","status_group":"actual","valid_on":"2015-11-23"},
       {"when_after":"2015-11","when_before":"2015-12","date_match":"certain", "known_on":"2015-12-01"},
       {"place":"syria"}, {"updated_since":"2015-11-02"}, {"source":"voa-2015-11-23-ally-support","credibility":"6"}):
        query = ContributionFilterSet.read(q)
        print(q, query.read_as, list(query.rows.values_list("path", flat=True)), query.lacking())
        print(list(query.statements().values_list("code")))
    for q in ({"country": "France,XX"}, {"contry!":"FR"}, {"kind":"deploymnt","stake":"selff", "voice":"indirect,"},{"holds":"yes"},
       {"low_min":"a30","status_group":"actaul","valid_on":"2015-11-2"}, {"low_min":"1"}, {"country":""}, {"publisher":"voice of america"}):
        with pytest.raises(FilterError) as e: ContributionFilterSet.read(q)
        print(str(e.value))
    t=time.perf_counter()
    for i in range(200): ContributionFilterSet.read({"status_group":"actual","disputed":"false"})
    print((time.perf_counter()-t)/200)
    for n, f in FILTER_SETS.items(): print(n, f.read({}).rows.count(), len(f.base_filters), f.read({"updated_since":"2020-01-01"}).lacking())
    print(StatementFilterSet.read({"country":"DE","role":"lead","status_group":"actual"}).rows.query)
    print(ContributionFilterSet.read({"place":"syria","stake":"self","holds":"yes,maybe","valid_on":"2015-11-23"}).rows.query)
    
    for q in ("France", "airstrikes", "Syria", "38", "the -38", "Davutoglu", "from to 12 38", "12 or bla", "%"):
        try: print(q, list(ContributionFilterSet.read({"q":q}).rows.values_list("path", flat=True)))
        except FilterError as e: print(e)
    for n, f in FILTER_SETS.items(): print(n, f.read({"q": "France"}).rows.count())
