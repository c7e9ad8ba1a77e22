"""Questions for user IDs that have none: always the same ones for the same ID, so that nobody learns which exist."""

from __future__ import annotations

from pes_portal.secret_key import SecretKey

_QUESTIONS = (
    "What was the name of your first pet?",
    "In which town did your parents meet?",
    "What was the color of your first car?",
    "Which teacher did you like best?",
    "What did you want to become as a child?",
    "Which street did you grow up on?",
    "What was the first concert you went to?",
    "What is the middle name of your sister?",
    "Where did you spend your first vacation?",
    "Which dish did your grandmother cook best?",
    "What was the name of your first school?",
    "Which sport did you play in high school?",
    "What was your nickname as a child?",
    "Which book did you read twice?",
    "What was your first job?",
    "In which city were you born?",
    "What is the name of your oldest cousin?",
    "Which instrument did you learn?",
    "What was the name of your best friend?",
    "Where did you go on your honeymoon?",
    "What was the number of your first house?",
    "Which movie did you see first in a theater?",
    "What is your favorite flower?",
    "Which lake did you swim in as a child?",
    "What was the make of your first bicycle?",
    "Who was your first boss?",
    "What is the name of the hospital you were born in?",
    "Which song was played at your wedding?",
    "What is your favorite ice cream?",
    "Which country would you like to see?",
    "What did your father do for a living?",
    "What was the last name of your first roommate?",
    "Which tree stood in your garden?",
    "What was the mascot of your high school?",
    "Where did you learn to drive?",
    "What is the first name of your godmother?",
    "Which toy did you take to bed?",
    "What was the name of your street in college?",
    "Which game did you play with your brother?",
    "What is your favorite season and why?",
    "What was the name of your first doctor?",
    "Which pie do you bake best?",
    "Where did you buy your first suit?",
    "What was the title of your first article?",
)


def invented_questions(key: SecretKey, subject: str) -> tuple[str, str]:
    """Two different questions for a subject."""
    number = int(key.digest("invented questions", subject), 16)
    first = number % len(_QUESTIONS)
    apart = number // len(_QUESTIONS) % (len(_QUESTIONS) - 1) + 1
    return _QUESTIONS[first], _QUESTIONS[(first + apart) % len(_QUESTIONS)]
