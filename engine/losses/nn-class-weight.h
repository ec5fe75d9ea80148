/* Class weights: what each row counts in the loss, by its class, so that a class of few rows counts as much as one of many.
 *
 * A loss made for classes has NN_CLASS_WEIGHT_PARAM among its parameters, and its evaluate() looks at NnLossPass.lane_weight. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

#define NN_CLASS_WEIGHT "class_weight"
#define NN_CLASS_WEIGHT_PARAM                                                                                                              \
  {                                                                                                                                        \
    NN_CLASS_WEIGHT, N_("Class weights"), NULL, N_("Balanced: a row counts the more, the fewer training rows its class has; all classes together count alike."), \
      DS_PARAM_CHOICE, DS_PARAM_LATER, 0, 0, 0, 0, nn_class_weightings, "none"                                                             \
  }

/* The choices of the parameter: "none", "balanced". */
const DsType *const *nn_class_weightings (guint *n);

/* FALSE: every row counts alike. Else fills weights (n_classes) with n / (k * n_c) for the n_c training rows of class c, n rows in all
 * and the k classes that have any (scikit-learn, compute_class_weight ("balanced"); King and Zeng 2001, "Logistic regression in rare
 * events data", section 4); 1 for a class without training rows. */
gboolean nn_class_weights (const DsItem *loss, const NnProblem *problem, double *weights);

G_END_DECLS
