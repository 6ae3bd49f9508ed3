-- Whose fit nobody knows is no longer kept as a misfit.
update leads.lead set fit_due = true where fit_grade = 'D' and not fit_due;
