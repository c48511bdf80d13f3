/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_TEARDOWN_H
#define SUPPORT_TEARDOWN_H

/* What a test has begun and must not leave behind, however it ends: cmocka
 * leaves a failed test by longjmp, so nothing at its end would run. */

/* `end(thing)` runs at the end of the test, the last added first. */
void teardown_add(void *thing, void (*end)(void *thing));

/* Ends one thing now. */
void teardown_now(void *thing);

/* The setup and teardown of every flow test. The setup allows the test so many
 * seconds and no more: a test that hangs is killed by SIGALRM. */
int flow_setup(void **state);
int flow_teardown(void **state);

#define FLOW_TEST(name) cmocka_unit_test_setup_teardown(name, flow_setup, flow_teardown)

#endif
