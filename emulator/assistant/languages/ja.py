"""Japanese."""

from ..days import DayWords
from ..forecast import TOKYO, Sky
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
    near=(
        ("今日|きょう|今夜", "今日"),
        ("明日(?!後)|あした|あす", "明日"),
        ("明後日|あさって", "明後日"),
    ),
    weekdays=tuple(
        ("土曜|週末" if day == "土" else f"{day}曜日?", f"{day}曜日") for day in "月火水木金土日"
    ),
)

JA = Table(
    clock=ClockPhrases(
        time_asked=("何時", "なんじ", "時間を?教え", "時刻"),
        date_asked=("何日", "なんにち", "何曜日", "なんようび", "日付", "何月"),
        time="今は{half}{hour}時{minute}です。",
        minute="{minute}分",
        full_hour="ちょうど",
        before_noon="午前",
        after_noon="午後",
        date="{day}は{year}年{month}月{number}日、{weekday}です。",
        months=tuple(str(month) for month in range(1, 13)),
        days=_DAYS,
    ),
    devices=devices.JA,
    readings=readings.JA,
    screens=screens.JA,
    jokes=JokePhrases(
        asked=(
            "冗談",
            "ジョーク",
            "面白い(?:話|こと)",
            "おもしろい",
            "笑わせて",
            "ダジャレ|だじゃれ",
        ),
        jokes=(
            "布団が吹っ飛びました。",
            "スピーカーに怒られました。少し音量を考えろ、と。",
            "電話に誰も出んわ。",
        ),
    ),
    memo=MemoPhrases(
        dictated=(
            "^メモ(?:して)?[:、,]? ?(?P<content>.+)",
            "^(?P<content>.+?)(?:と|を)?メモして",
        ),
        noted="メモしました。{content}",
        asked=("メモ(?:の一覧|を見せ|を読|は何)",),
        none="メモはありません。",
        told="メモが{count}件あります。{memos}。",
        forget=("メモ.*(?:消し|削除)",),
        forgotten="メモをすべて消しました。",
    ),
    notices=NoticePhrases(
        asked=("(?:お知らせ|通知)",),
        none="新しいお知らせはありません。",
        told="お知らせが{count}件あります。{notices}",
    ),
    music=MusicPhrases(
        play=("(?:音楽|曲|歌|ラジオ).*(?:かけて|流して|再生|聞かせ|聴かせ)",),
        play_named=("かけて|流して|再生|聞かせ|聴かせ|聞きたい|聴きたい",),
        playing="音楽をかけます。",
        playing_track="{artist}の「{title}」をかけます。",
        unable="この機器では音楽を再生できません。",
        commands=(
            (("次の曲", "^次(?:へ)?$", "スキップ"), "Next"),
            (("前の曲", "^前(?:へ)?$"), "Previous"),
            (("(?:最初|初め|始め)から",), "Replay"),
            (("ミュート.*(?:解除|やめ)",), "Unmute"),
            (("ミュート",), "Mute"),
            (("一時停止",), "Pause"),
            (("再開", "続けて", "^再生(?:して)?$"), "Resume"),
            (
                (
                    "(?:音楽|曲|歌|ラジオ).*(?:止めて|とめて|やめて|消して)",
                    "^(?:止めて|とめて|停止|ストップ)$",
                ),
                "Stop",
            ),
        ),
        repeat=("リピート|繰り返し|くり返し",),
        repeat_no_more=("(?:リピート|繰り返し|くり返し).*(?:やめ|止め|解除|オフ|しない)",),
        like=("この(?:曲|歌)(?:が|は)?.*好き", "^いいね$"),
        like_no_more=("いいね.*(?:取り消|解除|やめ)", "この(?:曲|歌).*(?:嫌い|好きじゃ)"),
        asked=("何の(?:曲|歌)", "何が流れて", "曲名", "この(?:曲|歌)(?:は|って)?(?:何|なに|誰)"),
        told="{artist}の「{title}」です。",
        told_held="さっきの曲は{artist}の「{title}」です。",
        told_nothing="今は何も流れていません。",
        told_unknown="この曲は分かりません。",
        done="はい。",
    ),
    ringing=RingingPhrases(
        stop=("止めて|とめて|ストップ|静かに|消して|やめて",),
        stopped="はい、止めました。",
    ),
    sums=SumPhrases(
        plus="足す|たす|プラス",
        minus="引く|ひく|マイナス",
        times="掛ける|かける",
        divided="割る|わる",
        result="答えは{value}です。",
        by_zero="0で割ることはできません。",
    ),
    talk=(
        (
            ("何が?(?:できる|できます|出来)", "なにが?でき", "ヘルプ", "助けて", "使い方"),
            "時間や日付、都市の天気、簡単な計算を聞いてください。タイマーをセットしたり、冗談を言ったりもできます。",
        ),
        (
            ("誰(?:です|なの|だ|$)", "だれ(?:です|なの|$)", "名前"),
            "CLOVAのまねをする小さなエミュレーターです。決まった規則で答えます。",
        ),
        (("元気", "調子は?どう"), "元気です。何をしましょうか。"),
        (("ありがと", "有難う", "感謝"), "どういたしまして。"),
        (("さようなら", "さよなら", "バイバイ", "またね"), "さようなら。よい一日を。"),
        (("おやすみ",), "おやすみなさい。"),
        (("好き(?:だ|です|よ|$)", "愛して"), "ありがとうございます。うれしいです。"),
        (("おはよう",), "おはようございます。何をしましょうか。"),
        (
            ("こんにちは", "こんばんは", "やあ", "はじめまして", "ハロー"),
            "こんにちは。何をしましょうか。",
        ),
    ),
    timer=TimerPhrases(
        timer=("タイマー",),
        cancel=(
            "キャンセル",
            "止めて",
            "とめて",
            "取り消",
            "やめ",
            "消して",
            "^いいえ",
            "もういい",
        ),
        remaining=("残り", "あとどの", "あと何", "どのくらい", "どれくらい"),
        units=("時間", "分", "秒"),
        half="半",
        half_hour="半時間",
        shown_units=(("{n}時間", "{n}時間"), ("{n}分", "{n}分"), ("{n}秒", "{n}秒")),
        joint="",
        ask="何分にしますか。",
        ask_again="うまく聞き取れませんでした。何分にしますか。",
        given_up="時間が分かりませんでした。タイマーはセットしません。",
        set="タイマーを{duration}にセットしました。",
        out_of_range="タイマーは1秒から24時間までです。何分にしますか。",
        left="残りは{duration}です。",
        none_set="動いているタイマーはありません。",
        cancelled="はい、タイマーを取り消しました。",
    ),
    volume=VolumePhrases(
        level="(?:音量?|ボリューム)を? ?{number}に",
        louder=("(?:音量?|ボリューム).*(?:上げて|大きく)",),
        quieter=("(?:音量?|ボリューム).*(?:下げて|小さく)",),
        done="はい。",
        unable="この機器の音量は変えられません。",
    ),
    weather=WeatherPhrases(
        asked=("天気", "気温", "傘", "雨", "雪", "寒い", "暑い", "晴れ"),
        reply="{day}の{place}は{sky}、気温は{low}度から{high}度です。",
        skies={
            Sky.SUNNY: "晴れ",
            Sky.PARTLY: "晴れ時々くもり",
            Sky.CLOUDY: "くもり",
            Sky.RAIN: "雨",
            Sky.SNOW: "雪",
        },
        home=TOKYO,
        elsewhere="^(?P<place>.+?)の?(?:天気|気温)",
        no_place=("今週", "朝|昼|夜", "今", "ここ|外", "クローバ|くろーば", "[のは]"),
        unknown="{place}の天気は分かりません。",
        days=_DAYS,
    ),
    not_understood="すみません、分かりませんでした。何ができるか聞いてみてください。",
)
