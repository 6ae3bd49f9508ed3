-- At which rate each deal stood at the start of its week, so that what was said then stays what it was.
alter table insight.forecast_deal add column rate numeric(18, 8);
update insight.forecast_deal t set rate = k.rate
  from pipeline.deal_rate k where k.opportunity_id = t.opportunity_id and k.currency = t.currency;
