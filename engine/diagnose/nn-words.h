/* Numbers inside sentences. */
#pragma once
#include <glib.h>

typedef struct
{
  char text[32];
} NnWord;

/* Two significant digits, as people write them: "3.1e-7", "0.012", "41,000", with the locale's marks. A value, so that several fit in one printf. */
NnWord nn_word (double value);
#define NN_WORD(value) (nn_word (value).text)
/* A count, exact: "1,234". */
NnWord nn_count (double value);
#define NN_COUNT(value) (nn_count ((double) (value)).text)
