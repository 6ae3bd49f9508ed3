alter table pipeline.step_done drop constraint step_done_result_check,
  add constraint step_done_result_check check (result in ('TALKED', 'MEETING_AGREED',
    'ASKED_FOR_TIME', 'NOT_INTERESTED', 'NO_ANSWER', 'SENT', 'DONE', 'AWAITS_ANSWER'));
