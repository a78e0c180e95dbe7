/** Stands before each line of the tests' report in the window's log. */
export const reportPrefix = '[tests] ';
