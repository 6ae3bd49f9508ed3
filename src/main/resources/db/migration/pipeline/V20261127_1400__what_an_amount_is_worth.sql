-- An amount in the company's currency, home, at the rate at which its deal was entered; null where nobody
-- had said any.
create function pipeline.worth(amount numeric, currency text, rate numeric, home text, decimals integer)
  returns numeric language sql immutable parallel safe
  return case when currency = home then amount else round(amount * rate, decimals) end;
