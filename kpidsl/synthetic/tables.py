"""The tables that are made: their names, columns and types, as the Standard Safeguarding Dataset (SSD) has them.

Names are those of the SSD as it is deployed on SQL Server (release 1.4.0 of 20 January 2026), at
https://github.com/data-to-insight/ssd-data-model. Of each table only the columns stand here that measures ask for, or
that tie it to another. Two columns are ours: every row says that it is ILLUSTRATIVE, and, where there are several, of
which authority it is. The care leavers' table has two more, since the SSD's is a picture of a day that it does not say:
`as_at` is that day, and `replaced_on` the day of the next picture, where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpidsl.values import dataclass

ILLUSTRATIVE = "ILLUSTRATIVE"
MARK, AUTHORITY, AS_AT, REPLACED_ON = "illustrative", "authority", "as_at", "replaced_on"  # our own columns
Cell = str | date | None

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ssd_contacts": ("cont_contact_id", "cont_person_id", "cont_contact_date"),
    "ssd_early_help_episodes": (
        "earl_episode_id",
        "earl_person_id",
        "earl_episode_start_date",
        "earl_episode_end_date",
        "earl_episode_end_reason",
    ),
    "ssd_cin_episodes": (
        "cine_referral_id",
        "cine_person_id",
        "cine_referral_date",
        "cine_referral_nfa",
        "cine_close_date",
    ),
    "ssd_cin_assessments": (
        "cina_assessment_id",
        "cina_person_id",
        "cina_referral_id",
        "cina_assessment_start_date",
        "cina_assessment_child_seen",
        "cina_assessment_auth_date",
    ),
    "ssd_cin_visits": ("cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen"),
    "ssd_cp_plans": (
        "cppl_cp_plan_id",
        "cppl_referral_id",
        "cppl_person_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
    ),
    "ssd_cp_visits": (
        "cppv_cp_visit_id",
        "cppv_person_id",
        "cppv_cp_plan_id",
        "cppv_cp_visit_date",
        "cppv_cp_visit_seen",
    ),
    "ssd_cp_reviews": (
        "cppr_cp_review_id",
        "cppr_person_id",
        "cppr_cp_plan_id",
        "cppr_cp_review_due",
        "cppr_cp_review_date",
    ),
    "ssd_cla_episodes": (
        "clae_cla_episode_id",
        "clae_person_id",
        "clae_cla_placement_id",
        "clae_cla_episode_start_date",
        "clae_cla_episode_ceased_date",
        "clae_cla_id",
        "clae_referral_id",
    ),
    "ssd_cla_placement": (
        "clap_cla_placement_id",
        "clap_cla_id",
        "clap_person_id",
        "clap_cla_placement_start_date",
        "clap_cla_placement_type",
        "clap_cla_placement_provider",
        "clap_cla_placement_end_date",
    ),
    "ssd_cla_visits": (
        "clav_cla_visit_id",
        "clav_cla_id",
        "clav_person_id",
        "clav_cla_visit_date",
        "clav_cla_visit_seen",
    ),
    "ssd_cla_reviews": (
        "clar_cla_review_id",
        "clar_cla_id",
        "clar_cla_review_due_date",
        "clar_cla_review_date",
        "clar_cla_review_cancelled",
    ),
    "ssd_missing": (
        "miss_table_id",
        "miss_person_id",
        "miss_missing_episode_start_date",
        "miss_missing_episode_type",
        "miss_missing_episode_end_date",
    ),
    "ssd_care_leavers": (
        "clea_table_id",
        "clea_person_id",
        AS_AT,
        REPLACED_ON,
        "clea_care_leaver_in_touch",
        "clea_care_leaver_accom_suitable",
        "clea_care_leaver_activity",
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Made-up rows. Each has a cell a column; a day that is not known is None."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def file_name(self) -> str:
        """Without its ending: the file says what it is, whatever becomes of its columns."""
        return f"{ILLUSTRATIVE}-{self.name}"

    def dates(self) -> frozenset[str]:
        """The columns that hold days."""
        own = (AS_AT, REPLACED_ON)
        return frozenset(name for name in self.columns if name in own or name.endswith(("_date", "_due")))
