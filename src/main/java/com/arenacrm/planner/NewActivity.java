package com.arenacrm.planner;

/**
 * An activity to be planned.
 *
 * @param id chosen by the caller, so that sending a form twice plans it once
 */
public record NewActivity(ActivityId id, ActivityDetails details, Schedule schedule) {}
