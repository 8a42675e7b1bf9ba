"""kpidsl: a rules-driven compiler for council performance reports.

One report is one walk through six verbs; each takes a value and gives a new kind of value::

     .kpi text                          data files
         | Source                            |
      parse                                read
         v ast.File                          v
      check ---> Spec ----------+        Dataset
                                v            |
                            evaluate <-------+--> Evaluation
                                                     |
                                                  compose --> Document
                                                                 |
                                                              render --> PDF

`pipeline.build` is that walk. ARCHITECTURE.md says what each stage may know.
"""

__version__ = "0.1.0"
