-- What came out of it may be that the customer waits for an answer of ours.
alter table contacts.interaction drop constraint interaction_result_check,
  add constraint interaction_result_check check (result in ('TALKED', 'MEETING_AGREED',
    'ASKED_FOR_TIME', 'NOT_INTERESTED', 'NO_ANSWER', 'SENT', 'DONE', 'AWAITS_ANSWER'));
