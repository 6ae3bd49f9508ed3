/**
 * Arena's modules, top floor first. A module may use only modules on lower floors, and only those
 * that its own {@code package-info} names; floors 0 and 1 are open to all.
 *
 * <pre>
 * 8  welcome        first-run set-up, the sample company
 * 7  insight        read-only reports, by SQL over every schema; contacts says who is in a segment
 * 6  customers      keep and grow: purchases, repeat, referral
 * 5  pipeline       sell: opportunities, stages, next steps
 * 4  leads          attract: forms, qualification, handoff, demand signals
 * 3  planner        the hourglass plan: activities, occurrences, touches, weekly close
 * 2c playbook       what we say and offer
 * 2b icp            whom we want: ideal-customer profiles, signatures, fit
 * 2a contacts       people and companies, once each
 * 1c integration    data in and out by machine
 * 1b notifications  telling a person
 * 1a identity       who you are and what you may do
 * 0  shared         words that all modules use
 * 0  platform       what any web application has
 * </pre>
 */
@NullMarked
package com.arenacrm;

import org.jspecify.annotations.NullMarked;
