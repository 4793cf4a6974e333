"""Korean."""

from ..days import DayWords
from ..forecast import SEOUL, Sky
from ..skills.clock import ClockPhrases
from ..skills.jokes import JokePhrases
from ..skills.memo import MemoPhrases
from ..skills.music import MusicPhrases
from ..skills.notices import NoticePhrases
from ..skills.ringing import RingingPhrases
from ..skills.sums import SumPhrases
from ..skills.timer import TimerPhrases
from ..skills.volume import VolumePhrases
from ..skills.weather import WeatherPhrases
from . import devices, readings, screens
from .table import Table

_DAYS = DayWords(
    near=(("오늘|지금", "오늘"), ("내일", "내일"), ("모레", "모레")),
    weekdays=tuple(
        ("토요일|주말" if day == "토" else f"{day}요일", f"{day}요일") for day in "월화수목금토일"
    ),
)

KO = Table(
    clock=ClockPhrases(
        time_asked=("몇 ?시", "시간 (?:좀 )?(?:알려|말해)", "현재 ?시간"),
        date_asked=("며칠", "몇 ?일", "무슨 요일", "날짜", "몇 ?월"),
        time="지금은 {half} {hour}시{minute}이에요.",
        minute=" {minute}분",
        full_hour=" 정각",
        before_noon="오전",
        after_noon="오후",
        date="{day} 날짜는 {year}년 {month}월 {number}일 {weekday}이에요.",
        months=tuple(str(month) for month in range(1, 13)),
        days=_DAYS,
    ),
    devices=devices.KO,
    readings=readings.KO,
    screens=screens.KO,
    jokes=JokePhrases(
        asked=("농담", "웃긴", "웃겨", "재미있는 (?:얘기|이야기)", "개그"),
        jokes=(
            "왕이 넘어지면 뭐라고 할까요? 킹콩이에요.",
            "세상에서 가장 뜨거운 과일은 뭘까요? 천도복숭아예요.",
            "전구가 왜 기분이 좋을까요? 오늘따라 반짝 좋은 생각이 났대요.",
        ),
    ),
    memo=MemoPhrases(
        dictated=(
            "^메모(?:해 ?줘)?[:,]? (?P<content>.+)",
            "^(?P<content>.+?)(?:라고|을|를)? 메모 ?(?:해|남겨)",
        ),
        noted="메모했어요. {content}",
        asked=("메모 ?(?:목록|보여|읽어|뭐|알려)",),
        none="메모가 없어요.",
        told="메모가 {count}개 있어요. {memos}.",
        forget=("메모.*(?:지워|삭제)",),
        forgotten="메모를 모두 지웠어요.",
    ),
    notices=NoticePhrases(
        asked=("알림 ?(?:있|읽어|확인|뭐|들려|알려)",),
        none="새 알림이 없어요.",
        told="알림이 {count}개 있어요. {notices}",
    ),
    music=MusicPhrases(
        play=("(?:음악|노래|라디오).*(?:틀어|들려|재생)",),
        play_named=("틀어|들려|재생|듣고 ?싶",),
        playing="음악을 들려드릴게요.",
        playing_track="{artist}의 {title}, 들려드릴게요.",
        unable="이 기기에서는 음악을 재생할 수 없어요.",
        commands=(
            (("다음 ?(?:곡|노래)", "^다음(?:으로)?$", "건너뛰"), "Next"),
            (("이전 ?(?:곡|노래)", "^이전(?:으로)?$"), "Previous"),
            (("처음부터",), "Replay"),
            (("음소거 ?(?:해제|꺼|취소)",), "Unmute"),
            (("음소거",), "Mute"),
            (("일시 ?정지", "잠깐 ?멈춰"), "Pause"),
            (("(?:음악|노래|라디오).*계속", "이어서", "^(?:계속|재생)(?:해 ?줘)?$"), "Resume"),
            (
                ("(?:음악|노래|라디오).*(?:꺼|멈춰|그만|정지)", "^(?:멈춰|그만|정지|꺼 ?줘)$"),
                "Stop",
            ),
        ),
        repeat=("반복",),
        repeat_no_more=("반복.*(?:꺼|해제|그만|취소|하지)",),
        like=("(?:이|지금) ?(?:노래|곡).*(?:좋아|마음에 들)", "^좋아요$"),
        like_no_more=("좋아요.*(?:취소|해제)", "(?:이|지금) ?(?:노래|곡).*싫"),
        asked=("무슨 ?(?:노래|곡|음악)", "(?:노래|곡) ?제목", "이 ?(?:노래|곡).*(?:뭐|누구)"),
        told="{artist}의 {title}입니다.",
        told_held="방금 들은 곡은 {artist}의 {title}입니다.",
        told_nothing="지금은 나오는 음악이 없어요.",
        told_unknown="이 곡은 잘 모르겠어요.",
        done="네.",
    ),
    ringing=RingingPhrases(
        stop=("그만", "멈춰", "꺼", "조용", "중지"),
        stopped="네, 껐어요.",
    ),
    sums=SumPhrases(
        plus="더하기|플러스",
        minus="빼기|마이너스",
        times="곱하기",
        divided="나누기",
        result="정답은 {value}입니다.",
        by_zero="0으로는 나눌 수 없어요.",
    ),
    talk=(
        (
            ("뭘? ?할 ?수 ?있", "무엇을 할 수", "도움말", "도와 ?줘", "할 줄 (?:아|알)"),
            "시간과 날짜, 도시의 날씨, 간단한 계산을 물어보세요. 타이머를 맞추고 농담도 할 수 있어요.",
        ),
        (
            ("누구(?:야|니|세요|예요)", "이름이? ?뭐", "정체가 뭐"),
            "저는 클로바를 흉내 내는 작은 에뮬레이터예요. 정해진 규칙으로 대답해요.",
        ),
        (("잘 ?지내", "기분이? ?어때", "어떻게 지내"), "아주 좋아요. 무엇을 도와드릴까요?"),
        (("고마워", "고맙", "감사"), "천만에요."),
        (
            ("잘 ?가", "안녕히", "다음에 (?:봐|보자)", "바이바이"),
            "안녕히 가세요. 좋은 하루 보내세요.",
        ),
        (("잘 ?자", "굿 ?나잇"), "안녕히 주무세요."),
        (("사랑해", "좋아해"), "고마워요. 저도 함께 있어서 좋아요."),
        (("좋은 아침", "굿 ?모닝"), "좋은 아침이에요. 무엇을 도와드릴까요?"),
        (("안녕", "하이", "헬로", "반가"), "안녕하세요. 무엇을 도와드릴까요?"),
    ),
    timer=TimerPhrases(
        timer=("타이머",),
        cancel=("취소", "꺼 ?줘?", "멈춰", "중지", "그만", "삭제", "됐어", "^아니"),
        remaining=("남았", "남은", "얼마나"),
        units=("시간", "분", "초"),
        half=" ?반",
        half_hour="반 ?시간",
        shown_units=(("{n}시간", "{n}시간"), ("{n}분", "{n}분"), ("{n}초", "{n}초")),
        joint=" ",
        ask="몇 분으로 맞출까요?",
        ask_again="잘 못 들었어요. 몇 분으로 맞출까요?",
        given_up="시간을 이해하지 못했어요. 타이머는 맞추지 않을게요.",
        set="네, {duration} 타이머를 맞췄어요.",
        out_of_range="타이머는 1초부터 24시간까지 맞출 수 있어요. 몇 분으로 맞출까요?",
        left="{duration} 남았어요.",
        none_set="맞춰 둔 타이머가 없어요.",
        cancelled="네, 타이머를 취소했어요.",
    ),
    volume=VolumePhrases(
        level="(?:소리|볼륨|음량)(?:을|를)? ?{number}(?:으로|로|까지)",
        louder=("(?:소리|볼륨|음량).*(?:키워|크게|높여|올려)",),
        quieter=("(?:소리|볼륨|음량).*(?:줄여|작게|낮춰|내려)",),
        done="네.",
        unable="이 기기의 음량은 바꿀 수 없어요.",
    ),
    weather=WeatherPhrases(
        asked=(
            "날씨",
            "기온",
            "우산",
            "비 ?(?:가 )?(?:와|오|올|내)",
            "눈 ?(?:이 )?(?:와|오|올|내)",
            "추워",
            "추울",
            "더워",
            "더울",
        ),
        reply="{day} {place} 날씨는 {sky}, 기온은 {low}도에서 {high}도예요.",
        skies={
            Sky.SUNNY: "맑고",
            Sky.PARTLY: "구름이 조금 있고",
            Sky.CLOUDY: "흐리고",
            Sky.RAIN: "비가 오고",
            Sky.SNOW: "눈이 오고",
        },
        home=SEOUL,
        elsewhere="^(?P<place>.+?) ?(?:의 |은 |는 |에 )?(?:날씨|기온)",
        no_place=(
            "이번 ?주?",
            "아침|저녁|오전|오후",
            "현재|요즘",
            "여기|바깥|밖",
            "안녕(?:하세요)?",
            "클로바(?:야)?",
            "[은는의에]$",
        ),
        unknown="{place} 날씨는 아직 몰라요.",
        days=_DAYS,
        sky_words={
            Sky.SUNNY: "맑음",
            Sky.PARTLY: "구름 조금",
            Sky.CLOUDY: "흐림",
            Sky.RAIN: "비",
            Sky.SNOW: "눈",
        },
    ),
    not_understood="잘 이해하지 못했어요. 무엇을 할 수 있는지 물어보세요.",
)
