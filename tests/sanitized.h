/* Whether this is built with a sanitizer. Those look for mistakes in memory and between threads, which some of a long row of numbers
 * show as well as all of them; the numbers themselves are the plain build's to prove. */
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
