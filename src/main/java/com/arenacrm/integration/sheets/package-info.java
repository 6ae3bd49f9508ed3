/**
 * Files that are no text but hold rows all the same: spreadsheets and address cards. They are
 * turned into rows of text as they arrive, so that everything behind reads one kind of file.
 */
@NullMarked
package com.arenacrm.integration.sheets;

import org.jspecify.annotations.NullMarked;
